package io.berth.lifecycle.outbox;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.naming.NamingException;

/**
 * Sends each event as a persistent message to a queue or topic of whatever broker the server's
 * connection factory leads to; a message that the broker confirmed is there. Its id, stream and
 * number are properties. Looks both names up anew for each batch.
 */
public final class JmsSink implements Sink {
  /** What the server knows by a name. */
  @FunctionalInterface
  public interface Names {
    /** The object of this name. */
    Object get(String name) throws NamingException;
  }

  /** The names of the connection factory and of the queue or topic. */
  public record Target(String factory, String destination) {}

  /** why this name: brokers of the Artemis family drop a second message with the same value */
  private static final String DUPLICATE = "_AMQ_DUPL_ID";

  private final Target target;
  private final Duration timeout;
  private final Names names;
  private final Executor executor;
  private Sending last;

  public JmsSink(Target target, Duration timeout, Names names, Executor executor) {
    this.target = target;
    this.timeout = timeout;
    this.names = names;
    this.executor = executor;
  }

  @Override
  public String name() {
    return "jms";
  }

  @Override
  public void deliver(List<OutEvent> events) throws SinkFailure {
    if (last != null && !last.over.isDone()) {
      // why not beside it: two at once could mix up the order
      throw new SinkFailure(display() + " still hangs in an earlier call; look at its broker");
    }
    Sending now = new Sending(events);
    try {
      executor.execute(now);
    } catch (RejectedExecutionException e) {
      throw new SinkFailure("the server has no thread for " + display(), e);
    }
    last = now;
    try {
      // why on another thread: what a broker's client waits for has no limit that all of them know
      now.over.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      now.end();
      throw new SinkFailure(display() + " did not confirm within " + timeout, e);
    } catch (InterruptedException e) {
      now.end();
      Thread.currentThread().interrupt();
      throw new SinkFailure("the server is going down", e);
    } catch (ExecutionException e) {
      throw new SinkFailure(display() + " does not take events (" + e.getCause() + ")", e);
    }
  }

  private String display() {
    return target.destination + " of " + target.factory;
  }

  private <T> T named(String name, Class<T> type) throws NamingException {
    Object found = names.get(name);
    if (!type.isInstance(found)) {
      throw new NamingException(name + " is no " + type.getSimpleName() + " but " + found);
    }
    return type.cast(found);
  }

  /** One batch on a thread of its own, which can be broken off. */
  private final class Sending implements Runnable {
    private final List<OutEvent> events;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile JMSContext context;
    private volatile boolean ending;

    Sending(List<OutEvent> events) {
      this.events = events;
    }

    @Override
    public void run() {
      try {
        ConnectionFactory factory = named(target.factory, ConnectionFactory.class);
        Destination destination = named(target.destination, Destination.class);
        // why no transaction: a duplicate in one would undo all of it, and each send is confirmed
        try (JMSContext opened = factory.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
          context = opened;
          opened.setAutoStart(false);
          JMSProducer producer = opened.createProducer();
          for (OutEvent event : events) {
            if (ending) {
              return;
            }
            producer.send(destination, message(opened, event));
          }
        }
        over.complete(null);
      } catch (NamingException | JMSException | RuntimeException | LinkageError e) {
        over.completeExceptionally(e);
      } finally {
        over.completeExceptionally(new IllegalStateException("broken off"));
      }
    }

    private TextMessage message(JMSContext opened, OutEvent event) throws JMSException {
      TextMessage message = opened.createTextMessage(event.json());
      message.setJMSType(event.type());
      message.setStringProperty("content_type", "application/cloudevents+json");
      message.setStringProperty("event_id", event.id());
      message.setStringProperty("event_stream", event.stream().label());
      message.setLongProperty("event_number", event.number());
      // why a group: of several consumers one gets all of a task, in order
      message.setStringProperty(
          "JMSXGroupID", event.subject().isEmpty() ? event.stream().label() : event.subject());
      message.setStringProperty(DUPLICATE, event.source() + "/" + event.id());
      return message;
    }

    void end() {
      ending = true;
      JMSContext opened = context;
      if (opened != null) {
        executor.execute(() -> close(opened));
      }
    }

    private void close(JMSContext opened) {
      try {
        opened.close();
      } catch (JMSRuntimeException e) {
        over.completeExceptionally(e);
      }
    }
  }
}
