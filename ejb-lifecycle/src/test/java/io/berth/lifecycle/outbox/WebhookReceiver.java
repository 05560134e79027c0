package io.berth.lifecycle.outbox;

import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.lifecycle.secret.SecretSource;
import io.berth.lifecycle.testing.Mood;
import io.berth.lifecycle.testing.MoodyServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Takes what is posted to it, if it is signed. */
final class WebhookReceiver implements Receiver {
  private static final String SECRET = "a secret of enough characters";

  private final Path secretFile;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final MoodyServer server = new MoodyServer(this::answer);
  private volatile int status = 200;

  WebhookReceiver(Path secretFile) throws IOException {
    this.secretFile = secretFile;
    Files.writeString(secretFile, SECRET + "\n");
  }

  @Override
  public Sink sink() {
    return new WebhookSink(
        URI.create("http://127.0.0.1:" + server.port() + "/hook"),
        SecretSource.file("berth.events.webhook.secret-file", secretFile),
        Duration.ofSeconds(1),
        InstantSource.system(),
        threads);
  }

  @Override
  public void mood(Mood now) {
    server.mood(now);
  }

  void status(int code) {
    status = code;
  }

  @Override
  public List<String> taken() {
    return List.copyOf(taken);
  }

  private MoodyServer.Response answer(MoodyServer.Request request) throws IOException {
    Map<String, String> head = request.head();
    String signed;
    try {
      signed =
          Signature.of(
              Signature.key(SECRET),
              head.get("webhook-id"),
              Long.parseLong(head.get("webhook-timestamp")),
              request.body());
    } catch (SinkFailure e) {
      throw new IllegalStateException(e);
    }
    if (signed.equals(head.get("webhook-signature"))
        && head.get("content-type").startsWith("application/cloudevents-batch+json")) {
      for (Object event : JSON.std.listFrom(request.body())) {
        taken.add((String) ((Map<?, ?>) event).get("id"));
      }
    }
    return new MoodyServer.Response(status, Map.of("Location", "/elsewhere"), "");
  }

  @Override
  public void start() throws IOException {
    server.start();
  }

  @Override
  public void stop() throws IOException {
    server.stop();
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
