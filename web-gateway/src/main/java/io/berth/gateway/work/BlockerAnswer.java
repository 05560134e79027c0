package io.berth.gateway.work;

import io.berth.lifecycle.advice.Suggestions;
import io.berth.lifecycle.claim.Receipt;
import java.util.Optional;

/**
 * A blocker was taken.
 *
 * @param suggestions what might help; empty if the board could not be read
 * @param job the id of the job that asks a model, if one is asked
 */
public record BlockerAnswer(
    Receipt receipt, Optional<Suggestions> suggestions, Optional<String> job) {}
