package io.berth.lifecycle.board;

import io.berth.lifecycle.task.TaskState;
import java.util.Optional;

/**
 * A card to be made.
 *
 * @param key what it will be known by: the task that it stands for
 * @param column where it begins
 */
public record NewCard(String key, CardWords words, TaskState column, Optional<String> assignee) {}
