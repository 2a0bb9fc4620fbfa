export { createStaffSignIn } from './staff-sign-in.ts'
export type { SignInResult, StaffSignIn, StaffSignInOptions } from './staff-sign-in.ts'
