// The sample intranet's own sign-in, as far as a sample needs one: four made-up employees and a switcher between them.
// A real intranet has its own; all that counts here is that the server knows from its own session who is there.
import { randomBytes } from 'node:crypto'
import { bodyOf, escaped } from '../serve.mjs'

const EMPLOYEES = [
  { number: 'A001', name: '张晓岚', title: '研发部' },
  { number: 'A002', name: '李一帆', title: '行政部' },
  // Whom the sample district knows by this number, with duties of the weeks before.
  { number: 'H045', name: '任桂鹏', title: '测试部，已有服务时长' },
  { number: 'A003', name: '周子墨', title: '员工子女，未满 18 岁', minor: true },
]
const COOKIE = 'portal_session'

/** Sessions in memory: who is signed in, by a random id that only the cookie holds. */
export function createPortal(origin, employees = EMPLOYEES) {
  const sessions = new Map()
  const idOf = ({ headers }) => new RegExp(`(?:^|; )${COOKIE}=([\\w-]+)`).exec(headers.cookie ?? '')?.[1]

  function enter(response, employee) {
    const id = randomBytes(24).toString('base64url')
    sessions.set(id, employee)
    response.setHeader('set-cookie', `${COOKIE}=${id}; HttpOnly; SameSite=Lax; Path=/`)
    return employee
  }

  return {
    employeeOf: (request) => sessions.get(idOf(request)),
    /** Who is there, and the switcher. Whoever comes for the first time is let in as the first, as by a company's single sign-on. */
    welcome(request, response) {
      const employee = sessions.has(idOf(request)) ? sessions.get(idOf(request)) : enter(response, employees[0])
      const who = employee ? `您好，<b>${escaped(employee.name)}</b>（工号 ${escaped(employee.number)}）` : '<b>未登录</b>'
      const options = employees.map(
        ({ number, name, title }) =>
          `<option value="${escaped(number)}"${number === employee?.number ? ' selected' : ''}>${escaped(name)} · ${escaped(title)}</option>`,
      )
      return `<p>${who}</p>
        <form id="switch" action="/session" method="post">
          <label for="employee">示例：换一位员工</label>
          <select id="employee" name="employee">${options.join('')}</select> <button type="submit">切换</button>
        </form>
        ${employee ? '<form id="leave" action="/session" method="post"><button type="submit">退出</button></form>' : ''}`
    },
    routes: {
      'POST /session': async (request, response) => {
        if (request.headers.origin !== origin) return response.writeHead(403).end()
        const number = new URLSearchParams(await bodyOf(request)).get('employee')
        sessions.delete(idOf(request))
        enter(
          response,
          employees.find((employee) => employee.number === number),
        )
        response.writeHead(303, { location: '/' }).end()
      },
    },
  }
}
