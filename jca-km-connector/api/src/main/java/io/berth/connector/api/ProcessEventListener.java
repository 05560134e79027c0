package io.berth.connector.api;

/**
 * The message listener interface of the adapter: a message-driven bean implements it. Called by the
 * adapter's one event thread, in order. A retryable {@link KmException} makes the adapter deliver
 * the event again, with growing pauses, until it is taken; any other failure a bounded number of
 * times, before it is logged and given up.
 */
public interface ProcessEventListener {
  /**
   * Takes note of one event.
   *
   * @throws KmException when it cannot be written down now
   */
  void onProcessEvent(ProcessEvent event) throws KmException;
}
