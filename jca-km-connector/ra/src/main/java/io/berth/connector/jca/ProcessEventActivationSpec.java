package io.berth.connector.jca;

import io.berth.connector.api.ProcessEventListener;
import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ResourceAdapter;

/**
 * How a message-driven bean subscribes to process events. It has no properties: every endpoint
 * hears every event of the adapter.
 */
@Activation(messageListeners = ProcessEventListener.class)
public class ProcessEventActivationSpec implements ActivationSpec {
  private ResourceAdapter adapter;

  @Override
  public void validate() {
    // why empty: there is nothing that could be configured wrongly
  }

  @Override
  public ResourceAdapter getResourceAdapter() {
    return adapter;
  }

  @Override
  public void setResourceAdapter(ResourceAdapter adapter) {
    this.adapter = adapter;
  }
}
