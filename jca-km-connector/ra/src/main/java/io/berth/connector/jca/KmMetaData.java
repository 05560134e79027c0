package io.berth.connector.jca;

import jakarta.resource.spi.ManagedConnectionMetaData;

/** What the container may know about the thing behind a permit. */
final class KmMetaData implements ManagedConnectionMetaData {
  @Override
  public String getEISProductName() {
    return "Berth Knowledge Manager";
  }

  @Override
  public String getEISProductVersion() {
    return "1";
  }

  @Override
  public int getMaxConnections() {
    // why 0: JCA's word for "no limit of its own"; the container's pool is the limit
    return 0;
  }

  @Override
  public String getUserName() {
    return "";
  }
}
