package io.berth.gateway.edge;

import io.berth.gateway.observe.ObservationSetup;
import io.berth.gateway.proxy.DataPlaneSetup;
import io.berth.gateway.rate.NodeRates;
import io.berth.gateway.security.SecurityRealm;
import io.berth.lifecycle.event.EventLog;
import io.berth.lifecycle.settings.BerthSettings;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.EnumSet;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Puts the {@link EdgeFilter} before every other filter, declared or registered. Called by the
 * container while the application starts.
 */
@WebListener
public class EdgeSetup implements ServletContextListener {
  private static final Logger LOG = Logger.getLogger(EdgeSetup.class.getName());

  @Inject SecurityRealm realm;
  @Inject EventLog events;
  @Inject ObservationSetup observation;
  @Inject NodeRates rates;
  @Inject DataPlaneSetup plane;

  private AutoCloseable following = () -> {};

  @Override
  public void contextInitialized(ServletContextEvent event) {
    BerthSettings.Edge settings = realm.edge();
    EdgeFilter filter =
        new EdgeFilter(
            realm.authenticator(),
            new Doors(settings.hosts(), settings.origins()),
            new ResourceMetadata(settings.publicUrl(), realm.foreignIssuers()),
            settings.hsts(),
            rates.routes(),
            new EdgeWatch(observation.observers()),
            plane::door);
    FilterRegistration.Dynamic edge = event.getServletContext().addFilter("berth-edge", filter);
    edge.setAsyncSupported(true);
    edge.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    try {
      following = realm.follow(events);
    } catch (IllegalStateException wrongSettings) {
      LOG.log(Level.FINE, "there is no event log to follow", wrongSettings);
    }
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    try {
      following.close();
    } catch (Exception closed) {
      LOG.log(Level.FINE, "the event log is closed already", closed);
    }
  }
}
