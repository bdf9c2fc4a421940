"""What a process is, how it is stepped, and the proof that every case in it can end.

Importing this needs neither Django nor a database.
"""

from motcua.processes.nets import Property, Verdict, Violation, WorkflowNet, prove

__all__ = ["Property", "Verdict", "Violation", "WorkflowNet", "prove"]
