package io.berth.cli.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The server side of a conversation over stdin and stdout whose other end is a project. Each
 * request travels on a thread of its own, what must keep its order on one. Listens to the server's
 * own messages only while the project is awake anyway: listening must not keep it from sleeping.
 */
final class StdioServer {
  private static final int MOST_UNDER_WAY = 256;
  private static final int INVALID = -32600;
  private static final int PARSE_ERROR = -32700;
  private static final int INTERNAL = -32603;
  private static final int NOT_ALLOWED = 405;

  private final Upstream upstream;
  private final Output out;
  private final Consumer<String> notes;
  private final Pace pace;
  private final Handshake handshake = new Handshake();
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Delivery delivery;
  private final ExecutorService requests = Executors.newCachedThreadPool(StdioServer::thread);
  private final ExecutorService inOrder = Executors.newSingleThreadExecutor(StdioServer::thread);
  private final Semaphore places = new Semaphore(MOST_UNDER_WAY);
  private final Map<Object, Future<?>> underWay = new ConcurrentHashMap<>();
  private final Map<Object, Boolean> modern = new ConcurrentHashMap<>();
  private String listeningFor = "";
  private volatile boolean listens;

  StdioServer(Upstream upstream, Output out, Consumer<String> notes, Pace pace) {
    this.upstream = upstream;
    this.out = out;
    this.notes = notes;
    this.pace = pace;
    this.delivery = new Delivery(upstream, handshake, pace, ending);
  }

  /** Serves until the client closes its side; then gives answers under way a moment. */
  void serve(InputStream in) {
    try {
      InputLines lines = new InputLines(in);
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        take(line);
      }
    } catch (IOException e) {
      notes.accept("berth mcp: stdin broke: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      farewell();
    }
  }

  private void take(byte[] line) throws InterruptedException {
    if (line == InputLines.TOO_LONG) {
      out.message(
          Message.error(
              null, INVALID, "a message has at most " + InputLines.MOST + " bytes", "too-large"));
      return;
    }
    Message message;
    try {
      message = Message.of(line);
    } catch (IOException | RuntimeException e) {
      out.message(Message.error(null, PARSE_ERROR, "Parse error: not a JSON object", "parse"));
      return;
    }
    if (message.isRequest()) {
      request(message);
    } else if (message.method().equals("notifications/cancelled")
        && modern.containsKey(String.valueOf(message.params().get("requestId")))) {
      // why: in that era breaking off is what cancels
      Future<?> cancelled = underWay.get(String.valueOf(message.params().get("requestId")));
      if (cancelled != null) {
        cancelled.cancel(true);
      }
    } else {
      inOrder.execute(() -> tell(message));
    }
  }

  private void request(Message message) throws InterruptedException {
    if (message.method().equals("initialize")) {
      handshake.asked(message.raw());
    }
    String key = String.valueOf(message.id());
    places.acquire();
    CountDownLatch known = new CountDownLatch(1);
    if (!message.version().isEmpty()) {
      modern.put(key, true);
    }
    underWay.put(
        key,
        requests.submit(
            () -> {
              try {
                known.await();
                ask(message);
              } catch (InterruptedException cancelled) {
                Thread.currentThread().interrupt();
              } finally {
                underWay.remove(key);
                modern.remove(key);
                places.release();
              }
            }));
    known.countDown();
  }

  private void ask(Message message) throws InterruptedException {
    try {
      // why: what was said before is there first, such as that the client is initialized
      awaitOrder();
      HttpResponse<InputStream> answer = delivery.deliver(message);
      try (InputStream body = answer.body()) {
        if (!pass(message, answer, body)) {
          throw new Refused(
              "outcome-unknown",
              "the answer broke off; whether "
                  + message.method()
                  + " had its effect is unknown: look before you repeat it");
        }
      }
    } catch (Refused e) {
      out.message(Message.error(message.id(), INTERNAL, e.getMessage(), e.reason()));
    } catch (IOException e) {
      out.message(
          Message.error(
              message.id(),
              INTERNAL,
              "the answer broke off: " + e.getMessage(),
              "outcome-unknown"));
    }
  }

  /** Passes on whatever comes; true once the answer itself was among it. */
  private boolean pass(Message message, HttpResponse<InputStream> answer, InputStream body)
      throws IOException {
    listen(message);
    Events events = new Events(body, Delivery.isStream(answer));
    boolean answered = false;
    for (String json = events.next(); json != null; json = events.next()) {
      boolean last = isAnswer(json);
      if (last && message.method().equals("initialize")) {
        delivery.agreed(answer, json);
      }
      out.message(json);
      answered |= last;
    }
    return answered;
  }

  private static boolean isAnswer(String json) {
    try {
      Map<String, Object> message = com.fasterxml.jackson.jr.ob.JSON.std.mapFrom(json);
      return message.containsKey("result") || message.containsKey("error");
    } catch (IOException e) {
      return false;
    }
  }

  private void tell(Message message) {
    try {
      HttpResponse<InputStream> answer = delivery.deliver(message);
      answer.body().close();
      listen(message);
    } catch (Refused | IOException e) {
      notes.accept("berth mcp: " + message.method() + " was not taken: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitOrder() throws InterruptedException {
    CountDownLatch turn = new CountDownLatch(1);
    inOrder.execute(turn::countDown);
    turn.await();
  }

  // ---- what the server says by itself ----

  /** The project is awake now: listens, unless it does already or the server has no such stream. */
  private void listen(Message after) {
    synchronized (this) {
      String session = handshake.session();
      if (session.isEmpty()
          || session.equals(listeningFor)
          || after.method().equals("initialize")
          || !after.version().isEmpty()) {
        return;
      }
      listeningFor = session;
    }
    requests.execute(this::listenOnce);
  }

  private void listenOnce() {
    boolean again = true;
    try {
      Map<String, String> headers = new HashMap<>(handshake.headers());
      headers.put("Accept", "text/event-stream");
      HttpResponse<InputStream> stream = upstream.open("GET", new byte[0], headers);
      again = stream.statusCode() != NOT_ALLOWED;
      try (InputStream body = stream.body()) {
        if (stream.statusCode() == 200) {
          listens = true;
          Events events = new Events(body, true);
          for (String json = events.next(); json != null; json = events.next()) {
            out.message(json);
          }
        }
      }
    } catch (IOException e) {
      // why silent: it ends when the project falls asleep; the next message listens again
      again = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      listens = false;
      if (again) {
        synchronized (this) {
          listeningFor = "";
        }
      }
    }
  }

  // ---- the end ----

  private void farewell() {
    try {
      long deadline = System.nanoTime() + pace.farewell().toNanos();
      requestsDone(deadline);
      ending.countDown();
      // why only then: where nobody listens the project may sleep, and this would wake it
      if (listens && !handshake.session().isEmpty()) {
        requests.submit(this::endSession).get(2, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      notes.accept("berth mcp: the session could not be ended; the server will forget it");
    } finally {
      ending.countDown();
      requests.shutdownNow();
      inOrder.shutdownNow();
    }
  }

  private Boolean endSession() throws IOException, InterruptedException {
    upstream.open("DELETE", new byte[0], handshake.headers()).body().close();
    return true;
  }

  private void requestsDone(long deadline) throws InterruptedException {
    int all = MOST_UNDER_WAY;
    long left = Math.max(0, deadline - System.nanoTime());
    if (places.tryAcquire(all, left, TimeUnit.NANOSECONDS)) {
      places.release(all);
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = Executors.defaultThreadFactory().newThread(task);
    thread.setName("berth-mcp");
    thread.setDaemon(true);
    return thread;
  }
}
