/** How long the process may live without being asked for anything. */
package io.berth.km.lease;
