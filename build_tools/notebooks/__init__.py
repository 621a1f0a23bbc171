"""Pages as notebooks that readers take home: plain Markdown and Python, without this project."""
