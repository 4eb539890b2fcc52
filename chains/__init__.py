"""Industrial chains of a city: data, rules and pictures behind the dashboard."""
