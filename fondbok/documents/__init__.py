"""The yearly documents: the city's account, its tjänsteskrivelse and each nämnd's own.

The way is one: `reading` asks the published mart, `content` puts what it says into `parts` with the
words of `swedish`, `render` makes docx, html and pdf of the parts, and `making` puts the files in
place. Does not belong here: computing a figure, which the models do.
"""
