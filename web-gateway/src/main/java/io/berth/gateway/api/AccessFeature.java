package io.berth.gateway.api;

import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;

/** Puts an {@link AccessFilter} before each route. Called by JAX-RS once per route, at start. */
@Provider
public class AccessFeature implements DynamicFeature {
  @Override
  public void configure(ResourceInfo route, FeatureContext context) {
    boolean ours = route.getResourceClass().getName().startsWith("io.berth.");
    if (ours && !route.getResourceMethod().isAnnotationPresent(Open.class)) {
      Needs needs = route.getResourceMethod().getAnnotation(Needs.class);
      context.register(new AccessFilter(Optional.ofNullable(needs).map(Needs::value)));
    }
  }
}
