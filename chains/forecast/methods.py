"""The methods: each turns what is known at a month's end into the year's total."""

from chains.errors import N_

METHODS = {  # the first wins a tie
    "seasonal": N_("Past years' pace, all projects"),
    "seasonal_own": N_("Past years' pace, the project's own"),
    "run_rate": N_("Run rate since January"),
    "last_three": N_("Pace of the last three months"),
    "own_plan": N_("The rest of the project's own plan"),
}
