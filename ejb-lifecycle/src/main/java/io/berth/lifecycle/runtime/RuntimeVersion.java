package io.berth.lifecycle.runtime;

import io.berth.connector.api.KmRuntime;
import java.time.Instant;

/**
 * One version of a runtime, as it was and stays.
 *
 * @param runtime its definition; {@link KmRuntime#version} is its number
 * @param actor who made it
 * @param createdAt when
 * @param current whether starts take it now
 */
public record RuntimeVersion(KmRuntime runtime, String actor, Instant createdAt, boolean current) {}
