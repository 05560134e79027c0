package io.berth.lifecycle.waiting;

import io.berth.lifecycle.claim.Offer;
import io.berth.lifecycle.claim.Wish;
import java.util.concurrent.CompletableFuture;

/**
 * One parked request. What is here changes under the lock of {@link ParkedClaims} alone.
 *
 * <p>{@code asking}: a runner has it; {@code again}: something came meanwhile; {@code chance}: the
 * project of which it may have a task, so it was woken.
 */
final class Waiter {
  final Wish wish;
  final long endsAt;
  final CompletableFuture<Offer> answer = new CompletableFuture<>();
  Offer last;
  long askAt;
  boolean asking;
  boolean again;
  String chance;

  Waiter(Wish wish, Offer last, long endsAt, long askAt) {
    this.wish = wish;
    this.last = last;
    this.endsAt = endsAt;
    this.askAt = askAt;
  }

  Openings.Asking asking() {
    return new Openings.Asking(wish.agent(), wish.only().isPresent());
  }

  /** Whether a task of this project may be for it. */
  boolean wants(String project) {
    boolean granted =
        wish.projects().isEmpty()
            || wish.projects().get().stream().anyMatch(p -> p.value().equals(project));
    return granted && wish.only().map(only -> only.value().equals(project)).orElse(true);
  }
}
