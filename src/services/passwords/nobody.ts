/** Argon2id of something nobody knows: an unknown address takes as long as a wrong password. Made
 * with the parameters of gateways/passwords.ts. */
export const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$kYHQrodB+tSlAGvdhkIqAQ$YE5nZBm0REVIAYSP22ZdMUGnp4YMSC6dh0EnDvaMxJc'
