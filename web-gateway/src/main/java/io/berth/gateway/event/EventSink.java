package io.berth.gateway.event;

/** Where the frames of one subscriber go. Never blocks; any thread. */
interface EventSink {
  /** Whether it takes another frame now; when it does again after a no, it calls back. */
  boolean hasRoom();

  /** Takes a frame. */
  void offer(byte[] frame);

  /** Whether the subscriber is still there, as far as we know. */
  boolean isOpen();

  /** Ends the stream. */
  void close();
}
