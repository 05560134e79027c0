/** Whether processes are well: the policy, the plan of probes, and the watch that acts. */
package io.berth.lifecycle.health;
