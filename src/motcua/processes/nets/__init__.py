"""Workflow nets and the proof that every case in them can end. Pure; no Django."""

from motcua.processes.nets.net import Transition, WorkflowNet
from motcua.processes.nets.proof import Property, Verdict, Violation, prove

__all__ = ["Property", "Transition", "Verdict", "Violation", "WorkflowNet", "prove"]
