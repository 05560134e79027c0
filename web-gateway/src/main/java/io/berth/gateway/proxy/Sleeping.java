package io.berth.gateway.proxy;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.gateway.cache.StoredAnswer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is answered for a project that sleeps or falls asleep, so that it need not wake: what it
 * offers, as far as that is kept and still holds, and the end of a session that ended with its
 * process. Asked by the call once it knows what it is; in doubt the project is woken.
 */
final class Sleeping {
  private static final Set<ProcessState> STATES =
      EnumSet.of(ProcessState.STOPPED, ProcessState.DRAINING, ProcessState.STOPPING);

  private final ProxyCall call;

  Sleeping(ProxyCall call) {
    this.call = call;
  }

  /** Whether the call is taken care of; else it goes its way to a process. */
  boolean answers() {
    if (call.meaning().list().isEmpty() && !call.session().isNamed()) {
      return false;
    }
    long last = lastGeneration();
    if (last == 0) {
      return false;
    }
    // why the next one: a process that ends knows no session any more, and none comes back
    if (call.session().isDead(last + 1)) {
      call.refuseSession(last);
      return true;
    }
    Optional<StoredAnswer> kept =
        call.meaning().list().flatMap(list -> call.shared().lists().find(list, last));
    kept.ifPresent(answer -> call.onWorker(() -> give(answer)));
    return kept.isPresent();
  }

  /** The generation of the process that ended; 0 when there is a process, or never was one. */
  private long lastGeneration() {
    try {
      ProcessSnapshot now = call.shared().lifecycle().now(call.project().id());
      return STATES.contains(now.state()) ? now.generation() : 0;
    } catch (KmException unknown) {
      return 0;
    }
  }

  /** why the look: a version that was just changed must not be answered for by the one before. */
  private void give(StoredAnswer answer) {
    boolean holds;
    try {
      holds =
          call.shared()
              .projects()
              .look(call.project().id())
              .filter(now -> now.incarnation().equals(call.project().incarnation()))
              .filter(now -> now.version().equals(call.project().version()))
              .isPresent();
    } catch (KmException unknown) {
      holds = false;
    }
    if (holds) {
      call.times().cache("hit");
      CachedReply.send(call.in(), answer, call.meaning().rpcId(), call.times());
      call.over("cached", false);
    } else {
      call.demand();
    }
  }
}
