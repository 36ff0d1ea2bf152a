"""The explore page: one file where a reader chooses among all years and sees what is behind them.

The way is one: `reading` asks the published mart, `page` packs the answer and puts it, with
page.css, figures.js and page.js, into page.html. figures.js counts, page.js shows. Does not belong
here: the documents of a year, which `content` and `render` make.
"""
