package io.berth.gateway.event;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Writes frames to a servlet's response without ever blocking: what the connection does not take
 * waits in a short queue. Called by the feed's thread and by container threads.
 */
final class ServletSink implements EventSink, WriteListener {
  private static final int QUEUE = 64;

  private final AsyncContext async;
  private final ServletOutputStream out;
  private final Runnable roomAgain;
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private boolean full;
  private boolean unflushed;
  private boolean open = true;

  ServletSink(AsyncContext async, ServletOutputStream out, Runnable roomAgain) {
    this.async = async;
    this.out = out;
    this.roomAgain = roomAgain;
  }

  @Override
  public synchronized boolean hasRoom() {
    full = waiting.size() >= QUEUE;
    return open && !full;
  }

  @Override
  public synchronized void offer(byte[] frame) {
    if (open) {
      waiting.add(frame);
      pump();
    }
  }

  @Override
  public void onWritePossible() {
    boolean again;
    synchronized (this) {
      pump();
      again = full && waiting.size() < QUEUE;
    }
    if (again) {
      roomAgain.run();
    }
  }

  private void pump() {
    try {
      while (open && out.isReady()) {
        byte[] frame = waiting.poll();
        if (frame != null) {
          out.write(frame);
          unflushed = true;
        } else if (unflushed) {
          // why only now: a connection that was busy takes no flush until it is ready again
          unflushed = false;
          out.flush();
        } else {
          return;
        }
      }
    } catch (IOException | IllegalStateException e) {
      close();
    }
  }

  @Override
  public void onError(Throwable broken) {
    close();
  }

  /** The container ended the request by itself. */
  synchronized void abandoned() {
    open = false;
    waiting.clear();
  }

  @Override
  public synchronized boolean isOpen() {
    return open;
  }

  @Override
  public synchronized void close() {
    if (open) {
      abandoned();
      try {
        async.complete();
      } catch (IllegalStateException e) {
        // why: the container was faster; the request is over either way
        waiting.clear();
      }
    }
  }
}
