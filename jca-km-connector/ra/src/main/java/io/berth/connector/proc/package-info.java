/**
 * Reading {@code /proc}: who runs, in which session, listening where, taking how much. Nothing here
 * changes anything, except {@link io.berth.connector.proc.ProcessGroup}, which signals.
 */
package io.berth.connector.proc;
