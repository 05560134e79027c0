package io.berth.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmHeader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A caller by hand: what it asks, and what became of it. */
final class FakeInbound implements Inbound {
  final String method;
  final String path;
  final List<KmHeader> headers = new ArrayList<>();
  final ByteArrayOutputStream answer = new ByteArrayOutputStream();
  final List<KmHeader> answerHeaders = new ArrayList<>();
  final CountDownLatch completed = new CountDownLatch(1);
  InputStream body;
  long bodyLength;
  boolean bodyLate;
  Object socket;
  Supplier<List<KmHeader>> trailers;
  volatile int status;
  volatile boolean aborted;
  volatile boolean async;
  volatile boolean hangsUp;

  FakeInbound(String method, String path, String body) {
    this.method = method;
    this.path = path;
    byte[] bytes = body.getBytes(UTF_8);
    this.body = new ByteArrayInputStream(bytes);
    this.bodyLength = bytes.length;
  }

  FakeInbound header(String name, String value) {
    headers.add(new KmHeader(name, value));
    return this;
  }

  void awaitEnd() throws InterruptedException {
    if (async && !completed.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("the call did not end");
    }
  }

  String answered(String name) {
    return HeaderRules.first(answerHeaders, name);
  }

  String text() {
    return answer.toString(UTF_8);
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String query() {
    return null;
  }

  @Override
  public List<KmHeader> headers() {
    return headers;
  }

  @Override
  public String remoteAddress() {
    return "127.0.0.1";
  }

  @Override
  public String scheme() {
    return "http";
  }

  @Override
  public String protocol() {
    return "HTTP/1.1";
  }

  @Override
  public String requestId() {
    return "request-1";
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public long sent() {
    return answer.size();
  }

  @Override
  public long bodyLength() {
    return bodyLength;
  }

  @Override
  public int bodyAvailable() throws IOException {
    return bodyLate ? 0 : body.available();
  }

  @Override
  public InputStream body() {
    return body;
  }

  @Override
  public void goAsync() {
    async = true;
  }

  @Override
  public boolean isAsync() {
    return async;
  }

  @Override
  public OutputStream respond(int answerStatus, List<KmHeader> lines, long length)
      throws IOException {
    if (hangsUp) {
      throw new IOException("nobody is there");
    }
    if (status != 0) {
      throw new IllegalStateException("a second answer: " + answerStatus + " after " + status);
    }
    status = answerStatus;
    answerHeaders.addAll(lines);
    return answer;
  }

  @Override
  public void trailers(Supplier<List<KmHeader>> later) {
    trailers = later;
  }

  @Override
  public boolean responded() {
    return status != 0;
  }

  @Override
  public void joinTunnel(
      List<KmHeader> lines, KmExchange tunnel, WorkerShare workers, Runnable ended) {
    status = 101;
    answerHeaders.addAll(lines);
    ended.run();
  }

  @Override
  public Object socket() {
    return socket;
  }

  @Override
  public void abort() {
    aborted = true;
  }

  @Override
  public void complete() {
    completed.countDown();
  }
}
