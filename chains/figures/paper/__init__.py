"""An ECharts option of ours on paper: as SVG and PNG to print, and as a page to keep."""
