package io.berth.lifecycle.boot;

import java.util.Map;

/**
 * How far this node is: asked by the health probes of the gateway, several times a minute and on
 * their threads. Answers from memory, or within a second.
 */
public interface BootState {
  /**
   * Whether start-up is over: settings read, schema migrated, adapter configured, running processes
   * adopted. Never false again once it was true.
   */
  boolean started();

  /**
   * What keeps this node from serving now: the part ({@code database}, {@code adapter}) to what is
   * wrong and what to check. Empty when it is ready.
   */
  Map<String, String> hindrances();
}
