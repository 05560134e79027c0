package io.berth.gateway.proxy;

import io.berth.connector.api.KmConnection;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmRequestHead;
import io.berth.connector.api.KmResponseHead;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.mcp.ChangeNotices;
import jakarta.resource.ResourceException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * One exchange of a call with one generation: permit, request, answer, and everything given back.
 * Has a place in the bulkhead when it begins. Starts on the container's thread if that is short;
 * when the first byte is late, it goes on on a worker.
 */
final class Attempt {
  /** How long the container's thread waits for the first byte. */
  private static final Duration INLINE_PATIENCE = Duration.ofMillis(30);

  private static final Duration FOR_EVER = Duration.ofDays(1);

  /** How often it is looked whether an upload goes on while its answer is awaited. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** How long a caller may still send after it has its whole answer. */
  private static final int LINGER_SECONDS = 5;

  private final ProxyCall call;
  private final Inbound in;
  private KmConnection permit;
  private KmExchange exchange;
  private Upload upload = Upload.NONE;
  private boolean placed = true;
  private boolean stream;
  private boolean wrote;
  private boolean offered;
  private long sent;

  Attempt(ProxyCall call) {
    this.call = call;
    this.in = call.in();
  }

  void run() {
    try {
      open();
      send();
      sent = call.times().now();
      call.times().mark();
      call.presence().whenGone(exchange::cancel);
      if (!in.isAsync() && !exchange.awaitResponse(INLINE_PATIENCE)) {
        call.onWorker(this::receive, () -> end(true));
        return;
      }
      receive();
    } catch (ResourceException none) {
      call.times().queued();
      end(false);
      call.refuse(call.noPermit(none));
    } catch (CallerGone gone) {
      cancelled();
    } catch (IOException | KmException | RuntimeException failure) {
      failed(failure);
    }
  }

  private void open() throws ResourceException, KmException, IOException {
    permit = call.shared().connections().getConnection(call.project().id());
    if (call.meaning().write() && call.project().cacheable()) {
      // why: before it is forwarded, so that no read begun from now on is stored as current
      call.shared().cache().written(call.project().id().value());
      wrote = true;
    }
    if (call.mayChangeLists()) {
      call.shared().lists().changed(call.project().id().value());
      offered = true;
    }
    exchange =
        permit.begin(
            new KmRequestHead(
                in.method(),
                call.wireTarget(),
                call.requestHeaders(),
                bodyLength(),
                call.subject()));
    call.times().queued();
  }

  private long bodyLength() throws IOException {
    if (call.body().retainable()) {
      call.body().fetch();
    }
    return call.body().wireLength();
  }

  private void send() throws IOException {
    RequestBody body = call.body();
    if (body.isRetained()) {
      body.sendRetained(exchange);
      return;
    }
    upload = new Upload(body, exchange, call.shared().buffers(), call.shared().nanos());
    call.gate().workers().execute(upload);
  }

  private void receive() {
    try {
      if (in.isAsync()) {
        awaitAnswer();
      }
      KmResponseHead head = exchange.responseHead();
      call.times().upstream();
      call.gate().breaker().succeeded(head.generation());
      if (in.isAsync() || AnswerRelay.isHere(exchange, head, in.method())) {
        relay(head);
      } else {
        relayWhatIsComing(head);
      }
    } catch (KmException | RuntimeException failure) {
      if (upload.callerGone()) {
        cancelled();
      } else {
        failed(failure);
      }
    }
  }

  /**
   * On the container's thread. why few: this one is held as long as the KM or the caller likes; a
   * worker is one that nobody misses, but to go on there costs more than a modest answer does.
   */
  private void relayWhatIsComing(KmResponseHead head) {
    Semaphore lent = call.shared().lent();
    if (!AnswerRelay.isModest(head) || !lent.tryAcquire()) {
      call.onWorker(() -> relay(head), () -> end(true));
      return;
    }
    try {
      relay(head);
    } finally {
      lent.release();
    }
  }

  /** Until the first byte is here, or the KM had its time. */
  private void awaitAnswer() throws KmException {
    long silent = call.times().now() + call.shared().settings().silence().toNanos();
    boolean quiet = false;
    while (true) {
      watchCaller();
      Duration left = patience();
      Duration step = Duration.ofNanos(Math.max(0, silent - call.times().now()));
      if (exchange.awaitResponse(quiet || left.compareTo(step) < 0 ? left : step)) {
        return;
      }
      if (left.isZero()) {
        throw tooLate();
      }
      if (!quiet && call.times().now() >= silent) {
        quiet = true;
        // why: a listener that has nothing to hear yet, or long work, must not keep others out
        becomeStream();
      }
    }
  }

  /** why not before: what is read for the upload would look like the caller's end. */
  private void watchCaller() {
    if (upload.isOver()) {
      call.presence().watch();
    }
  }

  /**
   * How long to wait next, zero when it is enough. why in steps: as long as the upload goes on, or
   * its caller is waited for, the KM cannot be blamed.
   */
  private Duration patience() {
    Duration timeout = call.project().responseTimeout();
    if (timeout.isZero()) {
      return upload.isOver() ? FOR_EVER : LOOK;
    }
    long now = call.times().now();
    long left = timeout.toNanos() - (now - upload.handedOver(now, sent));
    Duration rest = Duration.ofNanos(Math.max(0, left));
    return upload.isOver() || rest.compareTo(LOOK) < 0 ? rest : LOOK;
  }

  private KmException tooLate() {
    ProjectId project = call.project().id();
    boolean unsure = !call.meaning().safeMethod() && !call.meaning().safeTool();
    return new KmException(
        Problem.UPSTREAM_TIMEOUT,
        "the KM of project "
            + project
            + " took the request and did not begin to answer within "
            + call.project().responseTimeout()
            + " (responseTimeout)"
            + (unsure ? "; check whether it took effect" : "")
            + ". It may pass its health checks all the same: look at berth project logs "
            + project
            + ", end it with berth project restart "
            + project);
  }

  private void relay(KmResponseHead head) {
    if (AnswerRelay.isEventStream(head)) {
      becomeStream();
      if (!stream && in.method().equals("GET")) {
        // why: a listener stays for long, in a place that all calls of its project need
        end(true);
        call.refuse(call.overloaded(call.gate().fullOfStreams(call.project().id())));
        return;
      }
    }
    if (!AnswerRelay.isHere(exchange, head, in.method())) {
      watchCaller();
    }
    call.shared().metrics().answered(call.project().id(), head.generation(), head.status());
    call.session().answered(head);
    byte[] buffer =
        AnswerRelay.isEventStream(head)
            ? Buffers.small()
            : call.shared().buffers().take(head.bodyLength());
    try {
      if (Keeping.wants(call, head)) {
        Keeping.passAndStore(call, exchange, head);
      } else {
        new AnswerRelay(in, exchange, head, this::becomeStream, notices())
            .pass(
                in.method(), call.times().serverTiming(), buffer, call.times().now(), call.times());
      }
    } catch (CallerGone gone) {
      cancelled();
      return;
    } catch (IOException | RuntimeException broken) {
      if (!in.responded() || call.presence().isGone()) {
        failed(broken);
        return;
      }
      exchange.cancel();
      end(true);
      // why: a reply that has begun cannot be taken back, only broken off
      call.over("broken-off", true);
      return;
    } finally {
      call.shared().buffers().giveBack(buffer);
    }
    if (call.presence().isGone()) {
      cancelled();
      return;
    }
    boolean stuck = !upload.awaitEnd(LINGER_SECONDS);
    if (stuck) {
      stopUpload();
    }
    end(false);
    call.over("answered", stuck);
  }

  /** What a stream of the KM tells of its lists; the built-in KM's change with its version only. */
  private ChangeNotices notices() {
    return call.isMcp() && !call.project().runtime().builtIn()
        ? new ChangeNotices(() -> call.shared().lists().changed(call.project().id().value()))
        : ChangeNotices.NONE;
  }

  private void becomeStream() {
    if (stream || !call.gate().openStream()) {
      return;
    }
    stream = true;
    watchCaller();
    exchange.detach();
    permit.close();
    permit = null;
    leave();
  }

  private void failed(Exception failure) {
    if (call.presence().isGone()) {
      cancelled();
      return;
    }
    boolean effect = exchange != null && exchange.mayHaveHadEffect();
    if (exchange != null) {
      call.times().lost();
    }
    stopUpload();
    end(effect);
    call.failed(told(failure), effect);
  }

  private void cancelled() {
    stopUpload();
    end(true);
    call.over("cancelled", true);
  }

  /** why: the upload reads from the caller's request, which must not be recycled under it. */
  private void stopUpload() {
    if (upload != Upload.NONE) {
      exchange.cancel();
      if (!upload.awaitEnd(0)) {
        in.abort();
        upload.awaitEnd(LINGER_SECONDS);
      }
    }
  }

  private KmException told(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof KmException known) {
        return known;
      }
    }
    return new KmException(
        Problem.BAD_UPSTREAM,
        "the KM of project " + call.project().id() + " broke off; look at its log",
        failure);
  }

  /** Gives everything back; may be called twice. */
  private void end(boolean doubtful) {
    if (exchange != null) {
      if (doubtful) {
        exchange.cancel();
      }
      exchange.close();
    }
    if (permit != null) {
      permit.close();
      permit = null;
    }
    leave();
    if (stream) {
      stream = false;
      call.gate().closeStream();
    }
    if (offered) {
      offered = false;
      call.shared().lists().changed(call.project().id().value());
    }
    if (wrote) {
      wrote = false;
      String project = call.project().id().value();
      if (doubtful) {
        call.shared().cache().writtenPerhaps(project);
      } else {
        call.shared().cache().written(project);
        call.shared().ahead().soon(call.project().id());
      }
    }
  }

  private void leave() {
    if (placed) {
      placed = false;
      call.gate().bulkhead().leave();
    }
  }
}
