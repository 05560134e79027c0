package io.berth.lifecycle.rollout;

import io.berth.connector.api.ProjectId;
import java.time.Instant;

/**
 * One project in a roll-out.
 *
 * @param ordinal its place in the order in which projects are switched, from 0; critical ones last
 * @param critical whether it must not be in the first step
 * @param fromVersion the version it had before
 * @param failed whether the new version was not well there
 * @param reason what came of it, in words
 * @param generation the process under observation
 * @param since when it came to its state
 * @param hindrance why it is not the roll-out's any more: removed, pinned; empty: it is
 */
public record Member(
    ProjectId project,
    int ordinal,
    boolean critical,
    int fromVersion,
    MemberState state,
    boolean failed,
    String reason,
    long generation,
    Instant since,
    String hindrance) {}
