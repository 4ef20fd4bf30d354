"""Small charts, drawn on the server as plain SVG: no script, no style of their own.

What is drawn here is geometry; `templates/parts/chart.html` writes it down, `chart.css` colours it.
"""
