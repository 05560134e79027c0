package io.berth.lifecycle.outbox;

import io.berth.lifecycle.testing.Mood;
import io.berth.lifecycle.testing.MoodyProxy;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQQueue;

/** A real broker, ActiveMQ Artemis with its journal on disk, behind a proxy that can misbehave. */
final class JmsReceiver implements Receiver {
  /** A message as a consumer gets it. */
  record Got(String id, long number, String group, String type, String body) {}

  private static final Duration TIMEOUT = Duration.ofSeconds(8);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Got> got = new ArrayList<>();
  private final Queue queue = new ActiveMQQueue("berth-events");
  private final Path folder;
  private final int port;
  private final MoodyProxy proxy;
  private EmbeddedActiveMQ broker;

  JmsReceiver(Path folder) throws IOException {
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    proxy = new MoodyProxy(port, "event_id");
  }

  @Override
  public Sink sink() {
    Map<String, Object> names = Map.of("jms/factory", factory(proxy.port()), "jms/queue", queue);
    return sink(names);
  }

  Sink sink(Map<String, Object> names) {
    return new JmsSink(
        new JmsSink.Target("jms/factory", "jms/queue"),
        TIMEOUT,
        name -> {
          if (names.containsKey(name)) {
            return names.get(name);
          }
          throw new javax.naming.NameNotFoundException(name);
        },
        threads);
  }

  private static ConnectionFactory factory(int port) {
    return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port);
  }

  @Override
  public void mood(Mood mood) {
    proxy.mood(mood);
  }

  @Override
  public List<String> taken() throws JMSException {
    return messages().stream().map(Got::id).toList();
  }

  /** Takes what is in the queue, and says all that was there so far. */
  List<Got> messages() throws JMSException {
    ActiveMQConnectionFactory factory = (ActiveMQConnectionFactory) factory(port);
    try (factory;
        JMSContext context = factory.createContext()) {
      try (var consumer = context.createConsumer(queue)) {
        for (Message m = consumer.receiveNoWait(); m != null; m = consumer.receiveNoWait()) {
          got.add(
              new Got(
                  m.getStringProperty("event_id"),
                  m.getLongProperty("event_number"),
                  m.getStringProperty("JMSXGroupID"),
                  m.getJMSType(),
                  m.getBody(String.class)));
        }
      }
    }
    return List.copyOf(got);
  }

  @Override
  public void start() throws Exception {
    Configuration configuration =
        new ConfigurationImpl()
            .setName("test")
            .setSecurityEnabled(false)
            .setJMXManagementEnabled(false)
            .setJournalType(JournalType.NIO)
            .setJournalFileSize(1024 * 1024)
            // why no bound: a broker refuses when the disk of the machine is nearly full
            .setMaxDiskUsage(-1)
            .setJournalDirectory(folder.resolve("journal").toString())
            .setBindingsDirectory(folder.resolve("bindings").toString())
            .setLargeMessagesDirectory(folder.resolve("large").toString())
            .setPagingDirectory(folder.resolve("paging").toString())
            .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port);
    broker = new EmbeddedActiveMQ().setConfiguration(configuration);
    broker.start();
  }

  @Override
  public void stop() throws Exception {
    broker.stop();
  }

  @Override
  public void close() throws Exception {
    proxy.close();
    stop();
    threads.shutdownNow();
  }
}
