package io.berth.connector.process;

import io.berth.connector.files.Secrets;
import io.berth.connector.proc.Ender;
import io.berth.connector.stdio.Bridge;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Ends the programs that speak over stdio when the adapter detaches. Every other program goes on
 * and is adopted by the next start; of these the pipes end with us, and a program that nobody can
 * speak to is not left behind.
 */
record StdioEnds(SlotServices services) {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long LONGEST_SECONDS = 6;

  void endAll(Collection<ProcessSlot> slots) {
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (ProcessSlot slot : slots) {
      slot.published()
          .live()
          .filter(process -> process.target().bridge().isPresent())
          .ifPresent(process -> ends.add(end(process)));
    }
    try {
      CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
          .completeOnTimeout(null, LONGEST_SECONDS, TimeUnit.SECONDS)
          .join();
    } catch (RuntimeException e) {
      System.getLogger(StdioEnds.class.getName())
          .log(System.Logger.Level.WARNING, "a program could not be ended at detaching", e);
    }
  }

  private CompletableFuture<Void> end(LiveProcess process) {
    try {
      return CompletableFuture.runAsync(() -> endNow(process), services.workers().ends());
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(null);
    }
  }

  private void endNow(LiveProcess process) {
    process.target().bridge().ifPresent(Bridge::close);
    Ender.Outcome outcome =
        services
            .ender()
            .end(process.group(), services.programs().marker(process.order()), PATIENCE);
    if (outcome == Ender.Outcome.SURVIVED) {
      return; // why: with its record the next start finds it sooner
    }
    services.records().remove(process.order().project(), process.generation());
    try {
      Secrets.remove(process.order().dataFolder(), process.generation());
    } catch (IOException e) {
      System.getLogger(StdioEnds.class.getName())
          .log(System.Logger.Level.DEBUG, "a secret that nobody knows is left", e);
    }
  }
}
