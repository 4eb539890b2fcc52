"""The frame around every page: person, menu, language, freshness, one error boundary."""

if __name__ == "__main__":  # a query's process imports this file under another name: nothing to do
    from chains import ui

    with ui.turn(), ui.boundary():
        ui.start()
        page = ui.menu()
        ui.heading(page)
        ui.run(page)
