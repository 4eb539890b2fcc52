"""The frame around every page: menu, language, freshness, one error boundary."""

if __name__ == "__main__":  # a query's process imports this file under another name: nothing to do
    from chains import ui

    ui.start()
    page = ui.menu()
    with ui.boundary():
        ui.heading(page)
        page.run()
