package io.berth.gateway.event;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** Tells a sink that its request is over. Called by the container. */
record SinkListener(ServletSink sink) implements AsyncListener {
  @Override
  public void onComplete(AsyncEvent event) {
    sink.abandoned();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    sink.close();
  }

  @Override
  public void onError(AsyncEvent event) {
    sink.close();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // why: a stream is never dispatched again
  }
}
