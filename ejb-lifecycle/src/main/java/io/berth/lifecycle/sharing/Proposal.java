package io.berth.lifecycle.sharing;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.project.ProcessKind;

/** A project that would better live elsewhere, and why. */
public record Proposal(ProjectId project, ProcessKind process, String why) {}
