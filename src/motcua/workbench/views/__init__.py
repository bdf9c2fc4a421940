"""Pages of the officers' site: translate, call one query or command, render."""
