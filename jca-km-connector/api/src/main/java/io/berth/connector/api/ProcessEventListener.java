package io.berth.connector.api;

/**
 * The message listener interface of the adapter: a message-driven bean implements it. Called by the
 * adapter's one event thread, in order; an exception makes the adapter deliver the event again, a
 * bounded number of times with growing pauses, before it is logged and given up.
 */
public interface ProcessEventListener {
  /** Takes note of one event. */
  void onProcessEvent(ProcessEvent event);
}
