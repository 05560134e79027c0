package io.berth.gateway.edge;

import io.berth.gateway.security.SecurityRealm;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.EnumSet;

/**
 * Puts the {@link EdgeFilter} before every other filter, declared or registered. Called by the
 * container while the application starts.
 */
@WebListener
public class EdgeSetup implements ServletContextListener {
  @Inject SecurityRealm realm;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    FilterRegistration.Dynamic edge =
        event.getServletContext().addFilter("berth-edge", new EdgeFilter(realm.authenticator()));
    edge.setAsyncSupported(true);
    edge.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
  }
}
