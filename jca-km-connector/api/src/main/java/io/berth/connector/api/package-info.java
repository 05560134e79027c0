/**
 * What the rest of Berth may know of the resource adapter: commands out, snapshots back, process
 * events in. Everything that crosses this border is immutable. Nothing here forks, signals or opens
 * a socket; the adapter does.
 */
package io.berth.connector.api;
