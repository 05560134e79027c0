package io.berth.connector.channel;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.connector.process.KmTarget;

/**
 * Who says where an exchange may go, and waits for it when the process drains: the process slots.
 * Called on callers' threads, on the hot path; nothing here blocks.
 */
public interface Admission {
  /** Admits one exchange with the READY process, or says why there is none. */
  Ticket admit(ProjectId project) throws KmException;

  /** A channel to that generation failed: its process may be dead. */
  void suspect(ProjectId project, long generation);

  /** One admitted exchange. Closing it again changes nothing. */
  interface Ticket extends AutoCloseable {
    /** Whom to speak to. */
    KmTarget target();

    /** Bytes went either way. */
    void bytes();

    /** The answer began, or the process broke off before it did; counted once. */
    default void answered(boolean well) {}

    /** It is a stream from now on. */
    void streaming();

    @Override
    void close();
  }
}
