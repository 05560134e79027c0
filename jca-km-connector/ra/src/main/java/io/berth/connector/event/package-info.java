/** Process events on their way to the listener: in order, bounded, delivered again on failure. */
package io.berth.connector.event;
