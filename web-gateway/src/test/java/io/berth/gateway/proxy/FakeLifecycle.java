package io.berth.gateway.proxy;

import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.process.ProcessView;
import io.berth.lifecycle.process.ProjectLifecycle;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** A lifecycle by hand: READY at once, unless a test puts a start of its own in its place. */
final class FakeLifecycle implements ProjectLifecycle {
  final AtomicInteger demands = new AtomicInteger();
  volatile ProcessSnapshot now = ProcessSnapshot.absent(new ProjectId("alpha"));
  volatile CompletableFuture<ProcessSnapshot> start =
      CompletableFuture.completedFuture(ProcessSnapshot.absent(new ProjectId("alpha")));

  @Override
  public CompletionStage<ProcessSnapshot> demand(ProjectId project) {
    demands.incrementAndGet();
    return start;
  }

  @Override
  public ProcessSnapshot now(ProjectId project) {
    return now;
  }

  @Override
  public CompletionStage<ProcessSnapshot> start(ProjectId project, String actor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<ProcessSnapshot> stop(ProjectId project, String actor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<ProcessSnapshot> restart(ProjectId project, String actor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<ProcessSnapshot> release(ProjectId project, String actor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ProcessView process(ProjectId project) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void busy(ProjectId project, String holder, Duration ttl) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void idle(ProjectId project, String holder) {
    throw new UnsupportedOperationException();
  }
}
