/** Database connections: how many, how long, and who has one now. */
package io.berth.km.pool;
