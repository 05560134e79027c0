package io.berth.connector.jca;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProcessEvent;
import io.berth.connector.api.ProcessEventListener;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;

/**
 * A message-driven bean as the adapter's events see it. Called on the adapter's one event thread;
 * borrows an endpoint for each event and gives it back. A failure goes to the caller, who delivers
 * again.
 */
record MessageEndpointListener(MessageEndpointFactory endpoints) implements ProcessEventListener {
  @Override
  public void onProcessEvent(ProcessEvent event) throws KmException {
    MessageEndpoint endpoint;
    try {
      endpoint = endpoints.createEndpoint(null);
    } catch (UnavailableException e) {
      throw new IllegalStateException(
          "the application does not take process events now; is it still starting?", e);
    }
    try {
      ((ProcessEventListener) endpoint).onProcessEvent(event);
    } finally {
      endpoint.release();
    }
  }
}
