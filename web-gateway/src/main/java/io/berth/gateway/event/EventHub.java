package io.berth.gateway.event;

import io.berth.lifecycle.event.EventLog;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The container's shell around the feed and its thread; both end with the application. */
@ApplicationScoped
public class EventHub {
  @Inject EventLog log;
  @Resource ManagedThreadFactory threads;

  private EventFeed feed;

  @PostConstruct
  void open() {
    feed = new EventFeed(log, new ScheduledThreadPoolExecutor(1, threads), InstantSource.system());
  }

  EventFeed feed() {
    return feed;
  }

  @PreDestroy
  void close() {
    feed.close();
  }
}
