"""Background work: the row is the truth, whoever does the work.

`enqueue` writes a `Job` in the caller's transaction; `claim` takes it for one run; `work` does it, under a lease whose
number fences every write; `sweep` looks after what was interrupted or lost; `fire` asks the timetable.
"""
