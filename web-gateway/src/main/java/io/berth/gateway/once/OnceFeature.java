package io.berth.gateway.once;

import io.berth.gateway.api.Needs;
import io.berth.gateway.security.Action;
import io.berth.lifecycle.once.OnceLedger;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Set;

/**
 * Puts a {@link OnceFilter} before each route that makes something new each time it is asked. Not
 * before those that are the same twice by themselves, answer with a secret, or have request ids of
 * their own. Called by JAX-RS once per route, at start.
 */
@Provider
public class OnceFeature implements DynamicFeature {
  private static final Set<Action> MAKING =
      Set.of(Action.ADD_TASKS, Action.MANAGE_TASKS, Action.MANAGE_ROLLOUTS);

  @Override
  public void configure(ResourceInfo route, FeatureContext context) {
    if (applies(route.getResourceMethod())) {
      // why looked up: providers are not beans, and the container injects nothing into them
      context.register(new OnceFilter(CDI.current().select(OnceLedger.class).get()));
    }
  }

  static boolean applies(Method route) {
    Needs needs = route.getAnnotation(Needs.class);
    return route.isAnnotationPresent(POST.class) && needs != null && MAKING.contains(needs.value());
  }
}
