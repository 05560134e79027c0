package io.berth.lifecycle.analysis;

import io.berth.connector.api.ProjectId;
import java.time.Instant;
import java.util.Map;

/**
 * What was last found of a project.
 *
 * @param job which job found it
 * @param actor who wanted to know
 * @param result as {@link Assessment} says it
 */
public record Analysis(
    ProjectId project, String job, String actor, Instant at, Map<String, Object> result) {}
