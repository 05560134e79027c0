/** When a process is not needed any more: the policy, busy leases, and the sweep that acts. */
package io.berth.lifecycle.idle;
