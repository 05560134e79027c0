package io.berth.gateway.proxy;

import io.berth.connector.api.KmConnection;
import io.berth.connector.api.KmConnectionFactory;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.KmRequestHead;
import io.berth.connector.api.KmResponseHead;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.cache.HotSet;
import io.berth.gateway.cache.HotSet.Asked;
import io.berth.gateway.cache.ResponseCache;
import io.berth.gateway.cache.ResponseCache.Lookup;
import io.berth.gateway.mcp.McpAnswer;
import io.berth.lifecycle.process.ProjectLifecycle;
import jakarta.resource.ResourceException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks the hot questions of a project again before a caller does: after a write, after a wake, and
 * when an answer grows old. Begun only by a caller's request, so that it keeps no process awake; it
 * starts none either. Only of the built-in KM, whose answers do not depend on who asks. On workers;
 * a few at once on a node, one at a time of a project, and only in places nobody waits for.
 */
final class AskAhead {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int AT_ONCE = 2;
  private static final int LONGEST_QUESTION = 8 * 1024;

  /**
   * How a question is asked.
   *
   * @param subject who asked it first; the answer does not depend on it
   */
  record Way(String target, List<KmHeader> headers, byte[] body, String subject, boolean withId) {}

  private final HotSet<Way> hot;
  private final ResponseCache cache;
  private final ProjectLifecycle lifecycle;
  private final KmConnectionFactory connections;
  private final ProjectGates gates;
  private final Workers workers;
  private final Set<ProjectId> due = ConcurrentHashMap.newKeySet();
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final AtomicLong answers = new AtomicLong();

  AskAhead(
      HotSet<Way> hot,
      ResponseCache cache,
      ProjectLifecycle lifecycle,
      KmConnectionFactory connections,
      ProjectGates gates,
      Workers workers) {
    this.hot = hot;
    this.cache = cache;
    this.lifecycle = lifecycle;
    this.connections = connections;
    this.gates = gates;
    this.workers = workers;
  }

  /** Takes note of what a caller asks. */
  void asked(ProxyCall call, Lookup lookup) {
    if (!hot.isOn() || !call.project().runtime().builtIn() || !lookup.question().isEverybodys()) {
      return;
    }
    byte[] body = call.body().bytes();
    if (body.length <= LONGEST_QUESTION && hot.asked(lookup.question(), () -> way(call, body))) {
      soon(call.project().id());
    }
  }

  private static Way way(ProxyCall call, byte[] body) {
    return new Way(
        call.wireTarget(),
        ListHeaders.ofTheBuiltIn(call.received()),
        body,
        call.subject(),
        call.meaning().rpcId().isPresent());
  }

  /** A project's answers are worthless since a moment ago, or its process is new. */
  void soon(ProjectId project) {
    if (!hot.isOn() || !due.add(project)) {
      return;
    }
    try {
      // why the pause: writes come in a row, and whoever is here already goes first
      workers.tickAfter(PAUSE, () -> begin(project));
    } catch (RejectedExecutionException closing) {
      due.remove(project);
    }
  }

  private void begin(ProjectId project) {
    try {
      workers.execute(() -> run(project));
    } catch (RejectedExecutionException none) {
      due.remove(project);
    }
  }

  /** Answers that were fetched ahead. */
  long answers() {
    return answers.get();
  }

  /** Whether nothing is due and nothing under way. */
  boolean isQuiet() {
    return due.isEmpty() && free.availablePermits() == AT_ONCE;
  }

  private void run(ProjectId project) {
    boolean may = free.tryAcquire();
    due.remove(project);
    if (!may) {
      return;
    }
    try {
      for (Asked<Way> asked : hot.hottest(project.value())) {
        if (!ask(project, asked)) {
          return;
        }
      }
    } finally {
      free.release();
    }
  }

  /** Whether it makes sense to go on. */
  private boolean ask(ProjectId project, Asked<Way> asked) {
    Optional<Lookup> wanted =
        hot.isOld(asked)
            ? Optional.of(cache.again(asked.question()))
            : cache.ahead(asked.question());
    if (wanted.isEmpty()) {
      return true;
    }
    Bulkhead places = gates.of(project).bulkhead();
    if (!isAwake(project) || !places.tryEnter()) {
      return false;
    }
    try (KmConnection permit = connections.getConnection(project);
        KmExchange exchange = permit.begin(head(asked.how()))) {
      return fetch(exchange, asked, wanted.get());
    } catch (ResourceException | KmException | IOException broken) {
      // why silent: a caller who asks the same is told
      return false;
    } finally {
      places.leave();
    }
  }

  private boolean isAwake(ProjectId project) {
    try {
      return lifecycle.now(project).state() == ProcessState.READY;
    } catch (KmException unknown) {
      return false;
    }
  }

  private static KmRequestHead head(Way way) {
    return new KmRequestHead("POST", way.target(), way.headers(), way.body().length, way.subject());
  }

  private boolean fetch(KmExchange exchange, Asked<Way> asked, Lookup wanted)
      throws IOException, KmException {
    try (OutputStream out = exchange.requestBody()) {
      out.write(asked.how().body());
    }
    if (!exchange.awaitResponse(PATIENCE)) {
      exchange.cancel();
      return false;
    }
    KmResponseHead head = exchange.responseHead();
    String type = HeaderRules.first(head.headers(), "content-type");
    if (!Keeping.isKeepable(head, type)
        || head.bodyLength() < 0
        || head.bodyLength() > ResponseCache.MAX_ANSWER) {
      exchange.cancel();
      return false;
    }
    byte[] body = exchange.responseBody().readNBytes((int) head.bodyLength() + 1);
    if (body.length != head.bodyLength()) {
      return false;
    }
    McpAnswer.of(body, asked.how().withId())
        .ifPresent(
            answer -> {
              cache.store(wanted, head.generation(), type, answer);
              hot.renewed(asked);
              answers.incrementAndGet();
            });
    return true;
  }
}
