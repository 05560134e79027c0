package io.berth.connector.process;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProcessSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The waiting room of one slot. Bounded; used in the slot's order only. */
final class Waiters {
  private final int most;
  private List<CompletableFuture<ProcessSnapshot>> waiting = new ArrayList<>();

  Waiters(int most) {
    this.most = most;
  }

  /** Takes one more; false when the room is full of callers who still wait. */
  boolean add(CompletableFuture<ProcessSnapshot> caller) {
    if (waiting.size() >= most) {
      waiting.removeIf(CompletableFuture::isDone); // why: those who gave up leave room
    }
    return waiting.size() < most && waiting.add(caller);
  }

  boolean isEmpty() {
    return waiting.stream().allMatch(CompletableFuture::isDone);
  }

  int size() {
    return waiting.size();
  }

  void serve(ProcessSnapshot snapshot) {
    takeAll().forEach(caller -> caller.complete(snapshot));
  }

  void fail(KmException reason) {
    takeAll().forEach(caller -> caller.completeExceptionally(reason));
  }

  private List<CompletableFuture<ProcessSnapshot>> takeAll() {
    List<CompletableFuture<ProcessSnapshot>> all = waiting;
    waiting = new ArrayList<>();
    return all;
  }
}
