package io.berth.lifecycle.board.mirror;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.board.github.GitHubAddress;
import java.time.Duration;

/**
 * A project's board outside, as the file of boards says it.
 *
 * @param poll how often people's changes are looked for
 */
public record MirroredBoard(ProjectId project, GitHubAddress address, Duration poll) {}
